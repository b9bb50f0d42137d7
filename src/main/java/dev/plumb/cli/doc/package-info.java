/** Documentation and schemas generated from modules and keywords. */
@NullMarked
package dev.plumb.cli.doc;

import org.jspecify.annotations.NullMarked;
