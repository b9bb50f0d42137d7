<#-- JSON, with the keys in order, so that the same settings always make the same file. -->
<#macro json value indent="">
<#if value?is_hash_ex>{<#list value?keys?sort as key>${"\n" + indent}  "${key?json_string}": <@json value=value[key] indent=indent + "  "/><#sep>,</#list>${"\n" + indent}}<#t>
<#elseif value?is_sequence>[<#list value as item><@json value=item indent=indent/><#sep>, </#list>]<#t>
<#elseif value?is_string>"${value?json_string}"<#t>
<#else>${value?c}<#t>
</#if>
</#macro>
<@json value=docker_daemon/>

