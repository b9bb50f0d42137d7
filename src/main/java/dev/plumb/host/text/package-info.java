/** What hosts print and users write: JSON objects, and lines split into words as a shell does. */
@NullMarked
package dev.plumb.host.text;

import org.jspecify.annotations.NullMarked;
