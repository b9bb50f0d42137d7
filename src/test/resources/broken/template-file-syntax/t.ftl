ok
<#if a>
${b}
