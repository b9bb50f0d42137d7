/**
 * Tasks that touch no host: modules {@code assert}, {@code debug}, {@code fail} and {@code
 * set_fact}. May import {@code module} and below, no other module.
 */
@NullMarked
package dev.plumb.module.control;

import org.jspecify.annotations.NullMarked;
