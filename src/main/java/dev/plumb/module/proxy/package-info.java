/**
 * The HTTP proxy in front of the cluster: module {@code http_proxy}. Read {@link
 * dev.plumb.module.proxy.HttpProxyModule} first. May import {@code module}, {@code host} and below,
 * no other module.
 */
@NullMarked
package dev.plumb.module.proxy;

import org.jspecify.annotations.NullMarked;
