package dev.plumb.change;

import dev.plumb.value.Content;
import dev.plumb.value.RemotePath;
import java.util.Optional;

/**
 * A file whose content is about to change: enough to show a diff.
 *
 * @param before the old text when the probe read it; the engine asks the host for it, only when a
 *     diff is wanted, when absent
 */
public record FileText(RemotePath path, Optional<Content> before, Content after) {}
