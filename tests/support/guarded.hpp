// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Memory that ends, or begins, at a page which may not be touched: a read one byte too far traps.
// WebAssembly forbids no page: there a write too far is seen at the end.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <vector>

namespace octet_test {

/// n elements of T against a forbidden page, after them or before them.
template <class T>
class guarded {
 public:
  enum class side { after, before };

  explicit guarded(std::size_t n, side forbidden = side::after) : n_(n) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const std::size_t pages = (n * sizeof(T) + page - 1) / page * page;
    bytes_ = pages + 2 * page;
    base_ = static_cast<std::uint8_t*>(
        mmap(nullptr, bytes_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
#if defined(__wasm__)
    std::memset(base_, pattern, bytes_);
#else
    if (pages > 0) mprotect(base_ + page, pages, PROT_READ | PROT_WRITE);
#endif
    const std::size_t gap = forbidden == side::after ? pages - n * sizeof(T) : 0;
    data_ = reinterpret_cast<T*>(base_ + page + gap);
  }
  guarded(const std::vector<T>& v, side forbidden) : guarded(v.size(), forbidden) {
    if (!v.empty()) std::memcpy(data_, v.data(), v.size() * sizeof(T));
  }
  guarded(const guarded&) = delete;
  guarded& operator=(const guarded&) = delete;
  ~guarded() {
#if defined(__wasm__)
    const auto kept = [](std::uint8_t b) { return b == pattern; };
    const auto* begin = reinterpret_cast<const std::uint8_t*>(data_);
    const auto* end = reinterpret_cast<const std::uint8_t*>(data_ + n_);
    if (!std::all_of<const std::uint8_t*>(base_, begin, kept) ||
        !std::all_of<const std::uint8_t*>(end, base_ + bytes_, kept)) {
      std::abort();
    }
#endif
    munmap(base_, bytes_);
  }

  T* data() { return data_; }
  std::span<T> span() { return {data_, n_}; }
  std::vector<T> copy() const { return {data_, data_ + n_}; }

 private:
  [[maybe_unused]] static constexpr std::uint8_t pattern = 0xa5;

  std::size_t n_ = 0, bytes_ = 0;
  std::uint8_t* base_ = nullptr;
  T* data_ = nullptr;
};

}  // namespace octet_test
