/**
 * Keeps jobs of cron. Read {@link dev.plumb.module.cron.CronModule} first, then {@link
 * dev.plumb.module.cron.Crontab}, the text that jobs stand in.
 *
 * <p>May import what {@code module} may. Nothing imports it but {@code catalog}.
 */
@NullMarked
package dev.plumb.module.cron;

import org.jspecify.annotations.NullMarked;
