// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/**
 * Reads rows from an open file or stream, decompressing it if need be. Bytes that are not valid text become {@link
 * CleanText#UNDECODABLE}.
 */
final class InputFile implements Closeable, Rows {
    private final Counting bytes;
    private final LineReader lines;
    private final Rows rows;

    private InputFile(Counting bytes, LineReader lines, Rows rows) {
        this.bytes = bytes;
        this.lines = lines;
        this.rows = rows;
    }

    /**
     * Opens a file or a stream and reads its header.
     *
     * @throws ImportException if it cannot be read, or lacks a column
     */
    @SuppressWarnings("resource") // the file's stream is closed through this object
    static InputFile open(RowSource source, Mapping mapping) {
        FileFormat format = mapping.format();
        Charset charset = format.charsetOf(source);
        Counting bytes = null;
        try {
            bytes = new Counting(source.open());
            LineReader lines =
                    new LineReader(new InputStreamReader(UnpackedStream.of(bytes), decoder(charset)), format.maxLine());
            if (format.csv().isEmpty()) {
                return new InputFile(
                        bytes, lines, new JsonRows(lines, mapping.columns(), format.maxLine(), charset.name()));
            }
            CsvRows rows = new CsvRows(lines, format.csv().get(), format.maxLine(), charset.name());
            rows.begin(mapping.columns(), source.name());
            return new InputFile(bytes, lines, rows);
        } catch (IOException e) {
            close(bytes);
            throw new ImportException(source.name() + " cannot be read: " + source.reasonOf(e), e);
        } catch (ImportException e) {
            close(bytes);
            throw e;
        }
    }

    private static void close(Closeable stream) {
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException e) {
            // The reason for closing is the one to report.
        }
    }

    private static CharsetDecoder decoder(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .replaceWith(String.valueOf(CleanText.UNDECODABLE));
    }

    @Override
    public ParsedRow next() throws IOException {
        return rows.next();
    }

    /** Bytes read so far, before decompression. */
    long bytesRead() {
        return bytes.count;
    }

    /** Lines read so far. */
    long lines() {
        return lines.number();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    private static final class Counting extends FilterInputStream {
        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
