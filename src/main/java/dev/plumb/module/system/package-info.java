/**
 * Small modules for what every system has: host name, users, groups, cron jobs, kernel parameters.
 * Read {@link dev.plumb.module.system.HostnameModule} first: a module in one file.
 */
@NullMarked
package dev.plumb.module.system;

import org.jspecify.annotations.NullMarked;
