/**
 * Files on a host, for all modules: what exists at a path ({@link dev.plumb.host.files.FileEntry}),
 * its owner and mode ({@link dev.plumb.host.files.Permissions}), and how a file is put in place
 * ({@link dev.plumb.host.files.FilePlacement}). May import {@code change}, {@code state}, {@code
 * remote}, {@code value} and {@code diagnostic}.
 */
@NullMarked
package dev.plumb.host.files;

import org.jspecify.annotations.NullMarked;
