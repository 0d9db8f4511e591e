package doorstep.ingest;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Bytes as they were before gzip, of what may be packed or not; the first two bytes tell. */
final class UnpackedStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private UnpackedStream() {}

    static InputStream of(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, BUFFER_BYTES);
        in.mark(2);
        boolean packed = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return packed ? new GZIPInputStream(new Patient(in), BUFFER_BYTES) : in;
    }

    /**
     * Waits for the next byte when it is asked whether there is one. {@link GZIPInputStream} takes "none for now" for the
     * end, and would lose the second of two packed parts if its writer is slow (JDK-7036144).
     */
    private static final class Patient extends FilterInputStream {
        Patient(BufferedInputStream in) {
            super(in);
        }

        @Override
        public int available() throws IOException {
            in.mark(1);
            boolean ended = in.read() < 0;
            in.reset();
            return ended ? 0 : 1;
        }
    }
}
