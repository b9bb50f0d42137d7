# Jupyter at ${jupyter_address}, without authentication. Rendered by plumb from jupyter/Dockerfile.ftl.
FROM ${base_image}
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends <#if jupyter_from == "debian">jupyter-notebook<#else>python3-venv</#if> \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin
<#if jupyter_from == "pip">
# A virtual environment, because Debian's Python does not allow packages from PyPI.
RUN python3 -m venv /opt/jupyter && /opt/jupyter/bin/pip install --no-cache-dir jupyter
ENV PATH=/opt/jupyter/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
</#if>
RUN useradd --create-home --shell /bin/bash ${container_user}
USER ${container_user}
WORKDIR /home/${container_user}
EXPOSE ${jupyter_port}
CMD ["jupyter", "notebook", "--NotebookApp.token=", "--ip=${jupyter_address}", "--port=${jupyter_port}", "--no-browser"]
