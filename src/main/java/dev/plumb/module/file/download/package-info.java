/** Files that a host downloads: module {@code get_url}. */
@NullMarked
package dev.plumb.module.file.download;

import org.jspecify.annotations.NullMarked;
