// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of FULLY_CONNECTED; beside the one whose weights fill half of a second-level cache, what
// reading them alone takes.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "octet/kernels/backend/simd/select.hpp"
#include "rows.hpp"

namespace {

const int rows = octet_bench::add_rows("fully_connected", "fc");

const octet_bench::layer half_of_l2{"1x1024x1024", "fc", 1, 1, 1024, 1024, 1, 1, 1};
const int more_rows = octet_bench::add_rows("fully_connected", half_of_l2);

#if defined(__x86_64__)
/// Reads n bytes, 64 at a time, and does nothing with them. In assembly: a compiler would not.
void read(const std::uint8_t* p, std::size_t n) {
  for (const std::uint8_t* const end = p + n; p != end; p += 512) {
    asm volatile(
        "vmovdqa64 (%0), %%zmm0\nvmovdqa64 64(%0), %%zmm1\n"
        "vmovdqa64 128(%0), %%zmm2\nvmovdqa64 192(%0), %%zmm3\n"
        "vmovdqa64 256(%0), %%zmm4\nvmovdqa64 320(%0), %%zmm5\n"
        "vmovdqa64 384(%0), %%zmm6\nvmovdqa64 448(%0), %%zmm7\n" ::"r"(p)
        : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "memory");
  }
}

octet_bench::runner reader(std::size_t n) {
  if (!octet::has_target(octet::simd_target::avx512bw)) return {};
  const auto memory = std::make_shared<std::vector<std::uint8_t>>(n + 63, std::uint8_t{1});
  const auto address = reinterpret_cast<std::uintptr_t>(memory->data());
  return [memory, n, skip = (64 - address % 64) % 64] { read(memory->data() + skip, n); };
}

const int read_rows = [] {
  constexpr std::size_t n = 1024 * 1024;
  octet_bench::add_row(
      "fully_connected/1x1024x1024/reading", [] { return reader(n); }, "B/s", n);
  return 1;
}();
#endif

}  // namespace
