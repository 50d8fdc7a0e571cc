// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Not one heap call between the start of load and the end of the last run: malloc itself is
// counted.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "octet/model/interpreter.hpp"
#include "octet/model/ops/add.hpp"
#include "octet/model/ops/average_pool_2d.hpp"
#include "octet/model/ops/conv_2d.hpp"
#include "octet/model/ops/depthwise_conv_2d.hpp"
#include "octet/model/ops/fully_connected.hpp"
#include "octet/model/ops/max_pool_2d.hpp"
#include "octet/model/ops/pad.hpp"
#include "octet/model/ops/reshape.hpp"
#include "octet/model/ops/softmax.hpp"
#include "octet/model/simd.hpp"
#include "support/data.hpp"
#include "support/embedded_model.hpp"

// The sanitizers bring a malloc of their own; there the test counts operator new alone.
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
#define OCTET_COUNT_MALLOC 1
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#undef OCTET_COUNT_MALLOC
#endif
#endif
#endif

namespace {
std::size_t heap_calls = 0;
}

#if defined(OCTET_COUNT_MALLOC)
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* malloc(std::size_t n) {
  ++heap_calls;
  return __libc_malloc(n);
}
void* calloc(std::size_t n, std::size_t size) {
  ++heap_calls;
  return __libc_calloc(n, size);
}
void* realloc(void* p, std::size_t n) {
  ++heap_calls;
  return __libc_realloc(p, n);
}
}
#else
void* operator new(std::size_t n) {
  ++heap_calls;
  return std::malloc(n);
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
#endif

namespace {

// What the two models use, and no more to compile.
namespace ops = octet::ops;
using i8 = std::int8_t;
constexpr octet::op_list<ops::pad, ops::conv_2d<i8>, ops::depthwise_conv_2d<i8>,
                         ops::max_pool_2d<i8>, ops::add<i8>, ops::average_pool_2d<i8>, ops::reshape,
                         ops::fully_connected<i8>, ops::softmax<i8>>
    operators{};

alignas(octet::arena_alignment) std::array<std::uint8_t, 256 * 1024> arena;

octet::result<octet::arena_need> need_on(octet::scalar, std::span<const std::uint8_t> file) {
  return octet::arena_size(operators, file);
}
octet::result<octet::arena_need> need_on(octet::simd_backend, std::span<const std::uint8_t> file) {
  return octet::arena_size<octet::simd_backend>(operators, file);
}

/// Heap calls from load to the end of ten runs; SIZE_MAX where the model does not load or run.
template <class Backend>
std::size_t heap_calls_on(std::span<const std::uint8_t> file) {
  const std::size_t before = heap_calls;
  const auto need = need_on(Backend{}, file);
  const auto model = octet::load<Backend>(operators, file, arena);
  bool ran = need && model && need->total() <= arena.size();
  for (int i = 0; ran && i < 10; ++i) {
    std::ranges::fill(model->template input<std::int8_t>(0), static_cast<std::int8_t>(i));
    ran = model->run() == octet::errc::ok;
  }
  return ran ? heap_calls - before : SIZE_MAX;
}

std::size_t heap_calls_of(std::span<const std::uint8_t> file) {
  return std::max(heap_calls_on<octet::scalar>(file), heap_calls_on<octet::simd_backend>(file));
}

}  // namespace

TEST_CASE("the hook counts") {
  const std::size_t before = heap_calls;
  int* volatile p = new int(1);
  CHECK(heap_calls > before);
  delete p;
}

TEST_CASE("a small model: no heap call from load to the last run") {
  CHECK(heap_calls_of(octet_test::embedded_model) == 0);
}

TEST_CASE("the keyword model: no heap call from load to the last run") {
  const auto data = octet_test::data_dir();
  if (!data) OCTET_SKIP("no data folder");
  const auto file =
      octet_test::read_bytes(*data / "goldens/mlcommons-tiny/kws_ref_model/model.tflite");
  CHECK(heap_calls_of(file) == 0);
}
