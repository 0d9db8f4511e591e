package doorstep.ingest;

import java.util.OptionalLong;

/** Hears how an import goes on. Called by the importing thread. */
public interface ImportListener {
    /** One that does not listen. */
    ImportListener NONE = new ImportListener() {};

    /**
     * How far an import is.
     *
     * @param file being read, as it was given; {@code standard input}
     * @param bytesRead of all files and streams, packed or not
     * @param bytesTotal of all files; empty if a stream is among them
     * @param rows read so far, bad and skipped ones too
     * @param events handed to the sink
     * @param badLines so far
     */
    record Progress(String file, long bytesRead, OptionalLong bytesTotal, long rows, long events, long badLines) {}

    /** From time to time, and at the end of each file. */
    default void onProgress(Progress progress) {}

    default void onBadLine(BadLine line) {}
}
