/**
 * Keeps files: {@code file}, {@code copy}, {@code template}, {@code lineinfile}, {@code get_url}
 * and the look of {@code stat}.
 *
 * <p>Read {@link dev.plumb.host.files.FileEntry} first: what can stand at a path, and the one
 * question that tells. Then {@link dev.plumb.host.files.Permissions} (mode, owner, group), {@link
 * dev.plumb.module.file.FileModule}, and {@link dev.plumb.host.files.FilePlacement}, how a file
 * comes to hold what it shall, which all the others share.
 *
 * <p>May import what {@code module} may. Nothing imports it but {@code catalog}.
 */
@NullMarked
package dev.plumb.module.file;

import org.jspecify.annotations.NullMarked;
