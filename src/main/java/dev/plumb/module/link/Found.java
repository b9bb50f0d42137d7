package dev.plumb.module.link;

import dev.plumb.state.Connection;
import java.util.Optional;

/**
 * What is found for a link.
 *
 * @param here the links of its namespace
 * @param there those of its peer's namespace; the same when that is the same
 * @param kept what makes links after a boot, when that is asked for
 */
record Found(Links here, Links there, Connection connection, Optional<Kept> kept) {}
