// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// crc32: whether bytes in flash are still those that were written.
#pragma once

#include <cstdint>
#include <span>

namespace octet {

/// CRC-32 of bytes, as zlib, gzip and PNG have it.
///
/// memory   no table: 8 steps a byte, for a check now and then
/// source   ISO 3309; polynomial 0x04C11DB7, bits reflected
[[nodiscard]] constexpr std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
  std::uint32_t crc = 0xFFFFFFFFu;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320u : 0u);
  }
  return ~crc;
}

}  // namespace octet
