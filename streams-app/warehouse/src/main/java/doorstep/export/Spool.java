// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;

/**
 * Records of one topic in a file, in the order in which they came: they are needed more than once, and a compacted topic
 * cannot be read again up to the same end. Not thread-safe.
 */
final class Spool {
    private static final int BUFFER = 1 << 16;
    private static final int NONE = -1;

    private final Path file;
    private DataOutputStream out;
    private long size;

    /** Takes a record and its number, from 0. */
    interface Sink {
        void accept(long number, ConsumerRecord<byte[], byte[]> record);
    }

    Spool(Path file) {
        this.file = file;
        clear();
    }

    /** Forgets all records. */
    void clear() {
        try {
            if (out != null) {
                out.close();
            }
            out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
            size = 0;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** @return the number of the record */
    long add(ConsumerRecord<byte[], byte[]> record) {
        try {
            out.writeInt(record.partition());
            out.writeLong(record.offset());
            out.writeLong(record.timestamp());
            write(record.key());
            write(record.value());
            Header[] headers = record.headers().toArray();
            out.writeInt(headers.length);
            for (Header header : headers) {
                write(header.key().getBytes(StandardCharsets.UTF_8));
                write(header.value());
            }
        } catch (IOException e) {
            throw failed(e);
        }
        return size++;
    }

    private void write(byte[] bytes) throws IOException {
        out.writeInt(bytes == null ? NONE : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    /** How many records there are. */
    long size() {
        return size;
    }

    /** @param topic the name that the records get */
    void forEach(String topic, Sink sink) {
        try {
            out.flush();
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
                for (long number = 0; number < size; number++) {
                    sink.accept(number, read(topic, in));
                }
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static ConsumerRecord<byte[], byte[]> read(String topic, DataInputStream in) throws IOException {
        int partition = in.readInt();
        long offset = in.readLong();
        long appendMs = in.readLong();
        byte[] key = bytes(in);
        byte[] value = bytes(in);
        Headers headers = new ConsumerRecord<>(topic, 0, 0, key, value).headers(); // there is no other way to new ones
        for (int left = in.readInt(); left > 0; left--) {
            headers.add(new String(bytes(in), StandardCharsets.UTF_8), bytes(in));
        }
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                appendMs,
                TimestampType.LOG_APPEND_TIME,
                NONE,
                NONE,
                key,
                value,
                headers,
                Optional.empty());
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length == NONE ? null : in.readNBytes(length);
    }

    private ExportException failed(IOException e) {
        return new ExportException("cannot use " + file + ": " + e.getMessage(), e);
    }

    /** Removes the file. */
    void delete() {
        try {
            out.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
