/**
 * Modules {@code iptables} and {@code iptables_chain}, which manage packet filters. Read {@link
 * dev.plumb.module.iptables.IptablesModule} first. May import {@code module} and below, no other
 * module.
 */
@NullMarked
package dev.plumb.module.iptables;

import org.jspecify.annotations.NullMarked;
