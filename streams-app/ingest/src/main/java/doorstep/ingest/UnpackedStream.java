// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Decompresses a stream if it is gzipped, which the first two bytes show. */
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
     * Makes {@code available()} wait for the next byte or the end. {@link GZIPInputStream} takes "none available now"
     * for the end and would lose the second of two gzip members if the writer is slow (JDK-7036144).
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
