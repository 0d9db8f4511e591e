// SPDX-License-Identifier: Apache-2.0
package doorstep.registry;

import java.util.function.BiConsumer;

/**
 * The log that a registry stores its entries in, like a compacted topic with one partition: the last entry of a key is
 * in force.
 */
interface RegistryLog extends AutoCloseable {
    /**
     * Passes on every entry that any registry has appended since the last call.
     *
     * @throws RegistryFault if the log does not answer
     */
    void catchUp(BiConsumer<String, String> entries);

    /**
     * Appends an entry, unless another registry may have appended one since this log last caught up.
     *
     * @return false if nothing was appended; catch up, decide again, and call again
     * @throws RegistryFault if the log does not answer
     */
    boolean append(String key, String value);

    @Override
    void close();
}
