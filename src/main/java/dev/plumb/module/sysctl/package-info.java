/**
 * Keeps settings of the kernel. Read {@link dev.plumb.module.sysctl.SysctlModule} first.
 *
 * <p>May import what {@code module} may. Nothing imports it but {@code catalog}.
 */
@NullMarked
package dev.plumb.module.sysctl;

import org.jspecify.annotations.NullMarked;
