/**
 * Calico, the containers' network: modules {@code calico_node} and {@code calico_ip_pool}. Both
 * speak to it through calicoctl, as a person does. May import {@code module} and below, no other
 * module.
 */
@NullMarked
package dev.plumb.module.calico;

import org.jspecify.annotations.NullMarked;
