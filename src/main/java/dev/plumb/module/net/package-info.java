/**
 * What a host sees of the network: modules {@code wait_for} and {@code uri}. May import {@code
 * module} and below, no other module.
 */
@NullMarked
package dev.plumb.module.net;

import org.jspecify.annotations.NullMarked;
