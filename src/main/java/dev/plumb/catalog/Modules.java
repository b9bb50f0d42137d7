package dev.plumb.catalog;

import dev.plumb.module.PlumbModule;
import dev.plumb.module.calico.CalicoIpPoolModule;
import dev.plumb.module.calico.CalicoNodeModule;
import dev.plumb.module.command.CommandModule;
import dev.plumb.module.command.ShellModule;
import dev.plumb.module.control.AddHostModule;
import dev.plumb.module.control.AssertModule;
import dev.plumb.module.control.DebugModule;
import dev.plumb.module.control.FailModule;
import dev.plumb.module.control.GroupByModule;
import dev.plumb.module.control.IncludeRoleModule;
import dev.plumb.module.control.IncludeTasksModule;
import dev.plumb.module.control.IncludeVarsModule;
import dev.plumb.module.control.MetaModule;
import dev.plumb.module.control.SetFactModule;
import dev.plumb.module.control.ValidateArgumentSpecModule;
import dev.plumb.module.docker.container.DockerContainerModule;
import dev.plumb.module.docker.daemon.DockerDaemonModule;
import dev.plumb.module.docker.image.DockerImageModule;
import dev.plumb.module.docker.network.DockerNetworkModule;
import dev.plumb.module.etcd.EtcdMemberModule;
import dev.plumb.module.facts.SetupModule;
import dev.plumb.module.file.CopyModule;
import dev.plumb.module.file.FileModule;
import dev.plumb.module.file.StatModule;
import dev.plumb.module.file.TemplateModule;
import dev.plumb.module.file.download.GetUrlModule;
import dev.plumb.module.file.line.LineInFileModule;
import dev.plumb.module.iptables.IptablesChainModule;
import dev.plumb.module.iptables.IptablesModule;
import dev.plumb.module.link.NetworkLinkModule;
import dev.plumb.module.link.NetworkNamespaceModule;
import dev.plumb.module.mesos.MesosAgentModule;
import dev.plumb.module.mesos.MesosMasterModule;
import dev.plumb.module.net.UriModule;
import dev.plumb.module.net.WaitForModule;
import dev.plumb.module.pkg.AptModule;
import dev.plumb.module.preflight.PreflightModule;
import dev.plumb.module.proxy.HttpProxyModule;
import dev.plumb.module.service.ServiceModule;
import dev.plumb.module.system.CronModule;
import dev.plumb.module.system.GroupModule;
import dev.plumb.module.system.HostnameModule;
import dev.plumb.module.system.SysctlModule;
import dev.plumb.module.system.UserModule;
import dev.plumb.module.weave.WeaveModule;
import dev.plumb.module.zookeeper.ZookeeperModule;
import java.util.List;

/** Every module there is. A list by hand: shorter than any mechanism that would find them. */
public final class Modules {

  private Modules() {}

  public static List<PlumbModule<?, ?>> all() {
    return List.of(
        new AddHostModule(),
        new AptModule(),
        new AssertModule(),
        new CalicoIpPoolModule(),
        new CalicoNodeModule(),
        new CommandModule(),
        new CopyModule(),
        new CronModule(),
        new DebugModule(),
        new DockerContainerModule(),
        new DockerDaemonModule(),
        new DockerImageModule(),
        new DockerNetworkModule(),
        new EtcdMemberModule(),
        new FailModule(),
        new FileModule(),
        new GetUrlModule(),
        new GroupModule(),
        new GroupByModule(),
        new HostnameModule(),
        new HttpProxyModule(),
        new IncludeRoleModule(),
        new IncludeTasksModule(),
        new IncludeVarsModule(),
        new IptablesModule(),
        new IptablesChainModule(),
        new LineInFileModule(),
        new MesosAgentModule(),
        new MesosMasterModule(),
        new MetaModule(),
        new NetworkLinkModule(),
        new NetworkNamespaceModule(),
        new PreflightModule(),
        new ServiceModule(),
        new SetFactModule(),
        new SetupModule(),
        new ShellModule(),
        new StatModule(),
        new SysctlModule(),
        new TemplateModule(),
        new UriModule(),
        new UserModule(),
        new ValidateArgumentSpecModule(),
        new WaitForModule(),
        new WeaveModule(),
        new ZookeeperModule());
  }
}
