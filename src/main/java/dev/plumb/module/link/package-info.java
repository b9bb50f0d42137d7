/**
 * Links of the network (bridges, VLANs, veth pairs ...) and the namespaces they stand in.
 *
 * <p>Read {@code LinkPlanner} first: what is to be done in the running kernel. {@code Kept} is the
 * other half: what files make it so again after a boot.
 */
@NullMarked
package dev.plumb.module.link;

import org.jspecify.annotations.NullMarked;
