package dev.plumb.change;

import dev.plumb.value.Content;
import dev.plumb.value.RemotePath;
import java.util.Optional;

/**
 * A file whose content is about to change, for a diff.
 *
 * @param before the old text if the probe read it; otherwise the engine loads it if a diff is
 *     requested
 */
public record FileText(RemotePath path, Optional<Content> before, Content after) {}
