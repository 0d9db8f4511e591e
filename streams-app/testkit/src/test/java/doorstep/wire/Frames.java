// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Encodes records like a producer in any language: from a schema and a record, without our writer. */
final class Frames {
    private Frames() {}

    static byte[] of(int schemaId, GenericRecord record) {
        byte[] body = body(record);
        return of(schemaId, body);
    }

    static byte[] of(int schemaId, byte[] body) {
        byte[] bytes = java.util.Arrays.copyOf(Framing.header(schemaId), Framing.HEADER_BYTES + body.length);
        System.arraycopy(body, 0, bytes, Framing.HEADER_BYTES, body.length);
        return bytes;
    }

    static byte[] body(GenericRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericRecord>(
                            record.getSchema(),
                            record instanceof SpecificRecord
                                    ? SpecificData.getForClass(record.getClass())
                                    : org.apache.avro.generic.GenericData.get())
                    .write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }
}
