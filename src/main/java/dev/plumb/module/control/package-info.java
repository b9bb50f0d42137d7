/**
 * Tasks that change no host: modules {@code assert}, {@code debug}, {@code set_fact} and the like,
 * and those that control the run itself. May import {@code module} and below, no other module.
 */
@NullMarked
package dev.plumb.module.control;

import org.jspecify.annotations.NullMarked;
