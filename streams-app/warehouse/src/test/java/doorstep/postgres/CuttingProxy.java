// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a PostgreSQL server, and cuts the connection once, before or after a request: what the client
 * sends until it waits for an answer. After means that the server has carried it out and the client does not get to know.
 */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket socket;
    private final int serverPort;
    private final Cut cut;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile boolean done;

    /** Where it cuts. */
    interface Cut {
        /**
         * @param number of the request, from 0
         * @param text of its messages, bytes as characters
         */
        boolean isAt(int number, String text);

        /** Whether the request is carried out. */
        boolean isAfter();

        /** Whether nobody can connect afterwards. */
        default boolean isForEver() {
            return false;
        }
    }

    record AtNumber(int number, boolean isAfter) implements Cut {
        @Override
        public boolean isAt(int request, String text) {
            return request == number;
        }
    }

    record AtCommit(boolean isAfter, boolean isForEver) implements Cut {
        @Override
        public boolean isAt(int request, String text) {
            return text.contains("COMMIT");
        }
    }

    CuttingProxy(int serverPort, Cut cut) {
        this.serverPort = serverPort;
        this.cut = cut;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Whether it has cut. */
    boolean isDone() {
        return done;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                if (socket.isClosed()) { // the kernel may let one in while it is being closed
                    client.close();
                    return;
                }
                Connection connection = new Connection(client);
                start(connection::forwardRequests);
                start(connection::forwardAnswers);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private final class Connection {
        private final Socket client;
        private final Socket server;
        private volatile boolean cutsAfterAnswer;

        Connection(Socket client) throws IOException {
            this.client = client;
            server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            client.setTcpNoDelay(true); // else each answer waits for the acknowledgement of the one before
            server.setTcpNoDelay(true);
        }

        private void forwardRequests() {
            try {
                DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
                byte[] startup = body(in, in.readInt());
                ByteArrayOutputStream request = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(request);
                out.writeInt(startup.length + 4);
                out.write(startup);
                boolean complete = true;
                while (true) {
                    // the server begins before it has all of a request
                    if (complete && isCut(request.toString(StandardCharsets.ISO_8859_1))) {
                        return;
                    }
                    if (complete) {
                        request.writeTo(server.getOutputStream());
                        request.reset();
                    }
                    int type = in.readByte();
                    byte[] body = body(in, in.readInt());
                    out.writeByte(type);
                    out.writeInt(body.length + 4);
                    out.write(body);
                    complete = type == 'Q' || type == 'S' || type == 'c';
                }
            } catch (IOException ended) {
                close();
            }
        }

        /** @return whether the connection is cut before this request */
        private boolean isCut(String text) throws IOException {
            if (done || !cut.isAt(requests.getAndIncrement(), text)) {
                return false;
            }
            done = true;
            if (cut.isForEver()) {
                socket.close();
            }
            cutsAfterAnswer = cut.isAfter();
            if (!cutsAfterAnswer) {
                close();
            }
            return !cutsAfterAnswer;
        }

        private void forwardAnswers() {
            try {
                DataInputStream in = new DataInputStream(new BufferedInputStream(server.getInputStream()));
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()));
                while (true) {
                    int type = in.readByte();
                    byte[] body = body(in, in.readInt());
                    if (cutsAfterAnswer) {
                        if (type == 'Z' || type == 'G') { // the answer is complete
                            close();
                        }
                    } else {
                        out.writeByte(type);
                        out.writeInt(body.length + 4);
                        out.write(body);
                        out.flush();
                    }
                }
            } catch (IOException ended) {
                close();
            }
        }

        private byte[] body(DataInputStream in, int length) throws IOException {
            return in.readNBytes(length - 4);
        }

        private void close() {
            try {
                client.close();
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
