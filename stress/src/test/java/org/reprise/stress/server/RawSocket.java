package org.reprise.stress.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.reprise.wire.UpgradeHello;
import org.reprise.wire.WireMessage;

/** A client made of bytes: reads only what it is told to, answers nothing by itself, and sends frames in any state. */
final class RawSocket implements AutoCloseable {

    static final int FINAL = 0x80;
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int PING = 9;
    private static final int CLOSE = 8;
    private static final int MASKED = 0x80;
    private static final int LENGTH_OF_16_BITS = 126;
    private static final int LENGTH_OF_64_BITS = 127;
    private static final int RECEIVED_BYTES = 8 << 10;
    private static final int MOST_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    private RawSocket(URI uri) throws IOException {
        // Small, so that soon nothing more fits on the way to a client that does not read.
        socket.setReceiveBufferSize(RECEIVED_BYTES);
        socket.setSoTimeout(MOST_MILLIS);
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), MOST_MILLIS);
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** A TCP connection and no more. */
    static RawSocket tcp(URI uri) throws IOException {
        return new RawSocket(uri);
    }

    /** A WebSocket. */
    static RawSocket open(URI uri, String subprotocol) throws IOException {
        return open(uri, subprotocol, "");
    }

    /** A WebSocket that says hello in its upgrade request: no server can find it too slow. */
    static RawSocket greeting(URI uri, String subprotocol, String hello) throws IOException {
        String header = UpgradeHello.header(WireMessage.Text.of(hello));
        return open(uri, subprotocol, "\r\n" + UpgradeHello.HEADER + ": " + header);
    }

    private static RawSocket open(URI uri, String subprotocol, String headers) throws IOException {
        RawSocket opened = new RawSocket(uri);
        opened.write(("GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                        + "\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: " + subprotocol
                        + headers + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        String answer = opened.readHeader();
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            opened.close();
            throw new IOException(answer);
        }
        return opened;
    }

    private String readHeader() throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        String read = "";
        while (!read.endsWith("\r\n\r\n")) {
            header.write(in.readUnsignedByte());
            read = header.toString(StandardCharsets.US_ASCII);
        }
        return read;
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends a text message. */
    void send(String text) throws IOException {
        write(frame(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A frame as clients send it, under a mask of zeros. */
    static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < LENGTH_OF_16_BITS) {
            frame.write(MASKED | payload.length);
        } else if (payload.length < 1 << 16) {
            frame.write(MASKED | LENGTH_OF_16_BITS);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            throw new IllegalArgumentException(payload.length + " bytes");
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** The next text message; empty if the connection is closed before one comes. */
    Optional<String> next() throws IOException {
        try {
            while (true) {
                int kind = in.readUnsignedByte() & 0x0F;
                byte[] payload = new byte[(int) length()];
                in.readFully(payload);
                if (kind == TEXT) {
                    return Optional.of(new String(payload, StandardCharsets.UTF_8));
                }
                if (kind == CLOSE) {
                    return Optional.empty();
                }
            }
        } catch (EOFException | SocketException e) {
            return Optional.empty();
        }
    }

    private long length() throws IOException {
        int length = in.readUnsignedByte();
        return length == LENGTH_OF_64_BITS
                ? in.readLong()
                : length == LENGTH_OF_16_BITS ? in.readUnsignedShort() : length;
    }

    /** The code that the server closes with, whatever else it says before. */
    int closeCode() throws IOException {
        while (true) {
            int kind = in.readUnsignedByte() & 0x0F;
            byte[] payload = new byte[(int) length()];
            in.readFully(payload);
            if (kind == CLOSE) {
                return (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
            }
        }
    }

    /** Whether the server ends the connection, whatever it says before, while nothing is answered. */
    boolean isEndedByTheServer() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS);
        byte[] passing = new byte[1 << 16];
        try {
            while (System.nanoTime() - deadline < 0) {
                if (in.read(passing) < 0) {
                    return true;
                }
            }
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
