/**
 * Membership of etcd clusters: module {@code etcd_member}. Read {@link
 * dev.plumb.module.etcd.EtcdMemberModule} first, then {@code Decision}, which is the decision
 * table, and {@code Picture}, which is what it decides on. May import {@code module} and below, no
 * other module.
 */
@NullMarked
package dev.plumb.module.etcd;

import org.jspecify.annotations.NullMarked;
