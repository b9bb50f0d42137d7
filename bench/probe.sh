# The floor: the probes of site.yml as one script, run by one shell per host.
LC_ALL=C
export LC_ALL
for i in 0 1 2 3 4 5 6 7 8 9; do
  stat -c '%a %U %G %F' /srv/app$i
done
sha256sum /srv/app0/conf /srv/app1/conf /srv/app2/conf /srv/app3/conf /srv/app4/conf \
  /srv/app5/conf /srv/app6/conf /srv/app7/conf /srv/app8/conf /srv/app9/conf
stat -c '%a %U %G' /srv/app0/conf /srv/app1/conf /srv/app2/conf /srv/app3/conf /srv/app4/conf \
  /srv/app5/conf /srv/app6/conf /srv/app7/conf /srv/app8/conf /srv/app9/conf
sha256sum /srv/app0/tpl.conf /srv/app1/tpl.conf /srv/app2/tpl.conf /srv/app3/tpl.conf /srv/app4/tpl.conf
for i in 0 1 2 3 4; do
  grep -qxF "10.9.0.$i svc$i" /etc/hosts
  echo $?
done
iptables-save -t filter
systemctl is-enabled ssh docker containerd
dpkg-query -W -f '${Status} ${Version}\n' curl sudo etcd-server
