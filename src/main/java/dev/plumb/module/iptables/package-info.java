/**
 * The host's packet filter: module {@code iptables}. Read {@link
 * dev.plumb.module.iptables.IptablesModule} first. May import {@code module} and below, no other
 * module.
 */
@NullMarked
package dev.plumb.module.iptables;

import org.jspecify.annotations.NullMarked;
