// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.util.OptionalLong;

/** Receives the progress of an import. Called by the importing thread. */
public interface ImportListener {
    /** A listener that does nothing. */
    ImportListener NONE = new ImportListener() {};

    /**
     * The progress of an import so far.
     *
     * @param file file that is being read, as it was given; {@code standard input}
     * @param bytesRead bytes read from all files and streams, before decompression
     * @param bytesTotal size of all files in bytes; empty if there is a stream among them
     * @param rows rows read so far, including bad and skipped ones
     * @param events events passed to the sink
     * @param badLines bad lines so far
     */
    record Progress(String file, long bytesRead, OptionalLong bytesTotal, long rows, long events, long badLines) {}

    /** Called from time to time, and at the end of each file. */
    default void onProgress(Progress progress) {}

    default void onBadLine(BadLine line) {}
}
