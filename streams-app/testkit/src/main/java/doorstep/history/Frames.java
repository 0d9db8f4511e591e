// SPDX-License-Identifier: Apache-2.0
package doorstep.history;

import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.wire.AvroWriter;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Encodes events as record values. */
public final class Frames {
    private final AvroWriter<Visit> visits = new AvroWriter<>(Topics.VISITS, TopicNames.DEFAULT, Schemas.registry());
    private final AvroWriter<Feedback> feedback =
            new AvroWriter<>(Topics.FEEDBACK, TopicNames.DEFAULT, Schemas.registry());
    private final AvroWriter<Commitment> commitments =
            new AvroWriter<>(Topics.COMMITMENTS, TopicNames.DEFAULT, Schemas.registry());

    public byte[] visit(Visit visit) {
        return visits.toBytes(visit);
    }

    public byte[] feedback(Feedback answer) {
        return feedback.toBytes(answer);
    }

    public byte[] commitment(Commitment commitment) {
        return commitments.toBytes(commitment);
    }

    /**
     * The value as version 1 wrote it.
     *
     * @param value in the current schema, which has the same encoding
     */
    public static byte[] versionOne(String topic, byte[] value) {
        byte[] framed = value.clone();
        ByteBuffer.wrap(framed).putInt(1, Schemas.VERSION_ONE.get(topic));
        return framed;
    }

    /** In the schema {@link Schemas#OTHER_VISIT}, which lacks area, households, withdrawal and others. */
    public byte[] otherVisit(Visit visit) {
        GenericRecord other = new GenericData.Record(Schemas.OTHER_VISIT);
        other.put("mode", visit.getMode());
        other.put("weather", "rain");
        other.put("id", visit.getId());
        other.put("revision", visit.getRevision());
        other.put("unit", visit.getUnit());
        other.put("source", visit.getSource());
        other.put("people", visit.getPeople());
        other.put("occurredAt", visit.getOccurredAt().toEpochMilli());
        other.put("recordedAt", visit.getRecordedAt().toEpochMilli());
        other.put("category", visit.getCategory());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(body, null);
        try {
            new GenericDatumWriter<GenericRecord>(Schemas.OTHER_VISIT).write(other, out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.allocate(5 + body.size())
                .put((byte) 0)
                .putInt(Schemas.OTHER_VISIT_ID)
                .put(body.toByteArray())
                .array();
    }
}
