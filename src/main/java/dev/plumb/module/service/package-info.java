/**
 * Units of systemd: module {@code service}. Read {@link dev.plumb.module.service.ServiceModule}
 * first. May import {@code module} and below, no other module.
 */
@NullMarked
package dev.plumb.module.service;

import org.jspecify.annotations.NullMarked;
