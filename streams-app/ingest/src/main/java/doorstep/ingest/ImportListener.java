package doorstep.ingest;

/** Hears how an import goes on. Called by the importing thread. */
public interface ImportListener {
    /** One that does not listen. */
    ImportListener NONE = new ImportListener() {};

    /**
     * How far an import is.
     *
     * @param file being read, as it was given
     * @param bytesRead of all files, as they lie on the disk
     * @param bytesTotal of all files
     * @param rows read so far, bad and skipped ones too
     * @param events handed to the sink
     * @param badLines so far
     */
    record Progress(String file, long bytesRead, long bytesTotal, long rows, long events, long badLines) {}

    /** From time to time, and at the end of each file. */
    default void onProgress(Progress progress) {}

    default void onBadLine(BadLine line) {}
}
