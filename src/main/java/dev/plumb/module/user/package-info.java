/**
 * Who may log in: modules {@code user} and {@code group}. May import {@code module} and below, no
 * other module.
 */
@NullMarked
package dev.plumb.module.user;

import org.jspecify.annotations.NullMarked;
