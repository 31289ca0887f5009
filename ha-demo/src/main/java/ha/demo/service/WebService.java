package ha.demo.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A service that must run once: holds an exclusive lock on a shared file, as a virtual machine
 * would hold its disk, and answers HTTP. A second copy finds the lock taken and writes that down.
 *
 * <p>Arguments: address, port, directory that all nodes share.
 */
public final class WebService {
  private static final int DOUBLE_START = 3;

  private WebService() {}

  /** Serves until killed. */
  public static void main(String[] args) throws IOException {
    Path shared = Path.of(args[2]);
    long pid = ProcessHandle.current().pid();
    try (FileChannel disk =
            FileChannel.open(
                shared.resolve("disk"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = disk.tryLock()) {
      if (lock == null) {
        append(shared.resolve("double-starts"), "process " + pid + " found the disk in use\n");
        System.exit(DOUBLE_START);
      }
      append(shared.resolve("starts"), pid + "\n");
      Files.writeString(shared.resolve("holder"), Long.toString(pid));
      serve(args[0], Integer.parseInt(args[1]), pid);
    }
  }

  private static void append(Path file, String line) throws IOException {
    Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static void serve(String address, int port, long pid) throws IOException {
    try (ServerSocket server = new ServerSocket()) {
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 100);
      while (true) {
        answer(server.accept(), pid);
      }
    }
  }

  /** One request, one short answer; a client that breaks off is its own trouble. */
  private static void answer(Socket accepted, long pid) {
    try (Socket client = accepted) {
      client.setSoTimeout(1000);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      String line = in.readLine();
      while (line != null && !line.isEmpty()) {
        line = in.readLine();
      }
      byte[] body = ("served by process " + pid + "\n").getBytes(StandardCharsets.US_ASCII);
      OutputStream out = client.getOutputStream();
      out.write(
          ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: "
                  + body.length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      out.flush();
    } catch (IOException e) {
      System.err.println("request broken off: " + e.getMessage());
    }
  }
}
