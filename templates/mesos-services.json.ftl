<#-- JSON with sorted keys, so that the same services always render to the same file. -->
<#macro json value indent="">
<#if value?is_hash_ex>{<#list value?keys?sort as key>${"\n" + indent}  "${key?json_string}": <@json value=value[key] indent=indent + "  "/><#sep>,</#list>${"\n" + indent}}<#t>
<#elseif value?is_sequence>[<#list value as item><@json value=item indent=indent/><#sep>, </#list>]<#t>
<#elseif value?is_string>"${value?json_string}"<#t>
<#else>${value?c}<#t>
</#if>
</#macro>
<@json value={"masters": mesos_framework_masters, "relaunch_delay": mesos_relaunch_delay, "state": mesos_scheduler_state,
  "framework": {"name": mesos_framework_name, "user": mesos_framework_user, "failover_timeout": mesos_framework_failover_timeout},
  "services": mesos_services}/>

