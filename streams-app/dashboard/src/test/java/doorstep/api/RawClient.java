// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection that says what no HTTP client would say. */
public final class RawClient implements AutoCloseable {
    private final Socket socket = new Socket();

    public static RawClient to(int port) {
        return new RawClient(port, 0);
    }

    /** @param receiveBuffer bytes that the kernel takes for a client that does not read; 0 = as usual */
    RawClient(int port, int receiveBuffer) {
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setSoTimeout((int) TestApi.PATIENCE.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends text as ISO 8859-1: a byte for each character. */
    RawClient say(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request of these lines, after which the server closes the connection; and the whole answer. */
    public String ask(String... lines) {
        return say(String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n").rest();
    }

    String rest() {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads up to a text. */
    String readUntil(String end) {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = read();
            if (next < 0) {
                throw new AssertionError("ended after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    /** Skips what there is; false if the server has closed the connection. */
    boolean discard() {
        try {
            return socket.getInputStream().read(new byte[8_192]) >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The next byte; -1 if the server has closed the connection. */
    int read() {
        try {
            InputStream in = socket.getInputStream();
            return in.read();
        } catch (IOException e) {
            return -1;
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
