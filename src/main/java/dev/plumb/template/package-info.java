/**
 * Renders templates and expressions; the only package that imports FreeMarker. Read {@link
 * dev.plumb.template.Templates} first. May import {@code value}, {@code diagnostic}.
 */
@NullMarked
package dev.plumb.template;

import org.jspecify.annotations.NullMarked;
