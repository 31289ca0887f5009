package ha.checks.modules.samples.impure;

import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.LoggerFactory;

/** Each method's name says what it does wrong; {@code allowed...} does nothing wrong. */
final class Impure {
  private Impure() {}

  static long nanoTime() {
    return System.nanoTime();
  }

  static long currentTime() {
    return System.currentTimeMillis();
  }

  static Instant instant() {
    return Instant.now();
  }

  static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  static Clock clock() {
    return Clock.systemUTC();
  }

  static String environment() {
    return String.valueOf(System.getenv("HOME"));
  }

  static boolean file() {
    return Files.exists(Path.of("x"));
  }

  static void print() {
    System.out.println("x");
  }

  static InetAddress network() {
    return InetAddress.getLoopbackAddress();
  }

  static int random() {
    return new Random().nextInt();
  }

  static int threadRandom() {
    return ThreadLocalRandom.current().nextInt();
  }

  static double mathRandom() {
    return Math.random();
  }

  static void shuffle(List<String> names) {
    Collections.shuffle(names);
  }

  static UUID uuid() {
    return UUID.randomUUID();
  }

  static String thread() {
    return Thread.currentThread().getName();
  }

  static Object shared() {
    return new ConcurrentHashMap<String, String>();
  }

  static void log() {
    LoggerFactory.getLogger(Impure.class).info("x");
  }

  static int allowedSeed() {
    return new Random(42).nextInt();
  }

  static Instant allowedInstant(Instant at) {
    return at.plusSeconds(1);
  }

  static int allowedReader() throws IOException {
    return new StringReader("x").read();
  }
}
