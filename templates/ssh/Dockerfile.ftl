# A container with an SSH server. Rendered by plumb from ssh/Dockerfile.ftl.

# A separate stage hashes the password, so that the image copied to other hosts contains only the hash.
FROM ${base_image} AS account
ARG PASSWORD
RUN if [ -n "$PASSWORD" ]; then \
      useradd hashed && echo "hashed:$PASSWORD" | chpasswd && grep '^hashed:' /etc/shadow | cut -d: -f2; \
    else \
      echo '!'; \
    fi >/hash

FROM ${base_image}
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends openssh-server \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin \
    && mkdir -p /run/sshd
COPY --from=account /hash /run/hash
RUN useradd --create-home --shell /bin/bash --password "$(cat /run/hash)" ${container_user} && rm /run/hash
USER root
EXPOSE 22
# Generate host keys when the container starts: the keys of the package would be the same in all containers.
RUN rm -f /etc/ssh/ssh_host_*
CMD ["/bin/sh", "-c", "ssh-keygen -A && exec /usr/sbin/sshd -D -e"]
