package doorstep.registry;

import java.util.function.BiConsumer;

/** Where a registry keeps what it knows: entries by key in one order, the last one of a key counts. */
interface RegistryLog extends AutoCloseable {
    /**
     * Hands over every entry that was appended since the last call, by anyone.
     *
     * @throws RegistryFault if the log does not answer
     */
    void catchUp(BiConsumer<String, String> entries);

    /**
     * Appends an entry, unless another registry may have appended one since this log last caught up.
     *
     * @return false: nothing was appended; catch up, decide again, and call again
     * @throws RegistryFault if the log does not answer
     */
    boolean append(String key, String value);

    @Override
    void close();
}
