/*
 * The only program of a domain of the lab. Writes numbered records to the disk, one a sector, each
 * synced before it is told to whoever listens on the network. What was told must be on the disk
 * for ever after.
 *
 *   recorder NAME DISK INTERFACE MILLISECONDS
 *
 * A record is text: "rec NAME BOOT NUMBER\n", filled up with zero bytes. BOOT tells one run of the
 * domain from another. Numbers go on where the disk says that they had stopped.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SECTOR 512
#define CHUNK (128 * SECTOR)
#define ETHERTYPE 0x88b5 /* IEEE 802: for local experiments */

static char chunk[CHUNK] __attribute__((aligned(4096)));
static char record[SECTOR] __attribute__((aligned(4096)));

static void fail(const char *what) {
  perror(what);
  exit(1);
}

/* The greatest number on the disk; 0 if there is none. */
static uint64_t last_number(int disk, const char *name, uint64_t sectors) {
  uint64_t last = 0;
  for (uint64_t at = 0; at < sectors; at += CHUNK / SECTOR) {
    ssize_t got = pread(disk, chunk, CHUNK, at * SECTOR);
    if (got < 0) fail("read");
    int empty = 1;
    for (ssize_t i = 0; i + SECTOR <= got; i += SECTOR) {
      char whose[64], boot[32];
      unsigned long long number;
      if (chunk[i] == 0) continue;
      empty = 0;
      chunk[i + SECTOR - 1] = 0;
      if (sscanf(chunk + i, "rec %63s %31s %llu", whose, boot, &number) == 3 &&
          strcmp(whose, name) == 0 && number > last)
        last = number;
    }
    if (empty) break; /* records are written in sequence */
  }
  return last;
}

static int open_network(const char *interface, struct sockaddr_ll *to) {
  int network = socket(AF_PACKET, SOCK_DGRAM, 0);
  if (network < 0) fail("socket");
  struct ifreq request = {0};
  strncpy(request.ifr_name, interface, IFNAMSIZ - 1);
  if (ioctl(network, SIOCGIFFLAGS, &request) < 0) fail(interface);
  request.ifr_flags |= IFF_UP;
  if (ioctl(network, SIOCSIFFLAGS, &request) < 0) fail(interface);
  memset(to, 0, sizeof *to);
  to->sll_family = AF_PACKET;
  to->sll_protocol = htons(ETHERTYPE);
  to->sll_ifindex = if_nametoindex(interface);
  to->sll_halen = 6;
  memset(to->sll_addr, 0xff, 6);
  return network;
}

int main(int argc, char **argv) {
  if (argc != 5) {
    fprintf(stderr, "recorder NAME DISK INTERFACE MILLISECONDS\n");
    return 2;
  }
  const char *name = argv[1];
  struct timespec pause = {atoi(argv[4]) / 1000, atoi(argv[4]) % 1000 * 1000000L};
  uint32_t boot;
  if (getrandom(&boot, sizeof boot, 0) != sizeof boot) fail("getrandom");

  int disk = open(argv[2], O_RDWR | O_DIRECT | O_SYNC);
  if (disk < 0) fail(argv[2]);
  uint64_t bytes;
  if (ioctl(disk, BLKGETSIZE64, &bytes) < 0) fail("size of the disk");
  uint64_t sectors = bytes / SECTOR;
  struct sockaddr_ll to;
  int network = open_network(argv[3], &to);

  uint64_t number = last_number(disk, name, sectors);
  printf("recorder: %s, boot %08x, goes on after %llu\n", name, boot, (unsigned long long)number);
  fflush(stdout);
  for (;;) {
    number++;
    memset(record, 0, SECTOR);
    int length =
        snprintf(record, SECTOR, "rec %s %08x %llu\n", name, boot, (unsigned long long)number);
    if (pwrite(disk, record, SECTOR, number % sectors * SECTOR) != SECTOR || fsync(disk) < 0) {
      perror("write");
      number--;
    } else {
      sendto(network, record, length, 0, (struct sockaddr *)&to, sizeof to);
    }
    nanosleep(&pause, NULL);
  }
}
