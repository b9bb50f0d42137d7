/**
 * Module {@code etcd_member}, which manages the membership of etcd clusters. Read {@link
 * dev.plumb.module.etcd.EtcdMemberModule} first, then {@code DecisionTable}, the decision table,
 * and {@code ClusterView}, its input. May import {@code module} and below, no other module.
 */
@NullMarked
package dev.plumb.module.etcd;

import org.jspecify.annotations.NullMarked;
