<#list groups.all as host>
${host}:${port}
</#list>
