// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The bodies of executor, and of contract_executor: the one place of the host that brings every
// kernel.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/executor.hpp"
#include "octet/convert/run_model.hpp"
#include "octet/convert/thread_pool.hpp"
#include "octet/float_ops/all.hpp"
#include "octet/float_ops/simd.hpp"
#include "octet/model/interpreter.hpp"
#include "octet/model/simd.hpp"
#include "octet/quant/affine.hpp"

namespace octet::convert {

struct executor::state {
  std::vector<std::uint8_t> file;
  std::vector<std::uint8_t> arena{};
  interpreter<std::remove_const_t<decltype(float_ops::all)>, simd_backend> model{};
  std::vector<float> reals{};
  std::unique_ptr<thread_pool> pool{};  ///< where there are threads
  piece_executor pieces{};

  const graph& graph_of() const { return model.model(); }

  void write(const tensor_info& t, std::span<const float> values) const {
    with_elements(t, [&]<class T>(T*, affine params) {
      const elements<T> out = model.template write<T>(t.index);
      if constexpr (std::is_same_v<T, float>) {
        std::ranges::copy(values, out.data());
      } else if constexpr (octet::detail::SimdCode<T>) {
        kernels_of<simd_real_kernels>(best_target())
            .quantize(reals_of<T>(values.data(), out.data(), values.size(), params));
      } else {
        for (std::size_t i = 0; i < values.size(); ++i)
          out.store(i, quantize<T>(params, values[i]));
      }
    });
  }

  /// Codes of type T and real values, for the kernels.
  template <class T>
  static simd_reals reals_of(const void* from, void* to, std::size_t n, affine params) {
    return {.from = from, .to = to, .n = n, .params = params, .wide = sizeof(T) == 2};
  }

  /// Calls f(T*, parameters); integers without parameters are their own real values.
  template <class F>
  static void with_elements(const tensor_info& t, F f) {
    affine params;
    if (t.is_quantized()) params = {t.scale(), t.zero_points.empty() ? 0 : t.zero_point()};
    switch (t.type) {
      case tensor_type::float32:
        return f(static_cast<float*>(nullptr), params);
      case tensor_type::int8:
        return f(static_cast<std::int8_t*>(nullptr), params);
      case tensor_type::uint8:
        return f(static_cast<std::uint8_t*>(nullptr), params);
      case tensor_type::int16:
        return f(static_cast<std::int16_t*>(nullptr), params);
      case tensor_type::int32:
        return f(static_cast<std::int32_t*>(nullptr), params);
      default:
        throw convert_error(name_tensor(t.index, to_string(t.name)) + " has the type " +
                            std::string(name_of(t.type)) + ", which has no real values here");
    }
  }
};

namespace detail {

template <class... Entries>
constexpr auto kernels_of(op_list<Entries...>) {
  // Not deduced: clang's limit of 256 for what is folded.
  return std::array<executor_kernel, sizeof...(Entries)>{
      executor_kernel{Entries::code, signature_of<Entries>(), &Entries::accepts}...};
}

}  // namespace detail

OCTET_HOST_INLINE std::span<const executor_kernel> executor_kernels() {
  static constexpr auto kernels = detail::kernels_of(float_ops::all);
  return kernels;
}

OCTET_HOST_INLINE result<arena_need> executor_arena_size(const graph& model) {
  return arena_size<65536>(float_ops::all, model);
}

OCTET_HOST_INLINE result<arena_need> simd_arena_size(const graph& model,
                                                     const simd_options& options) {
  return arena_size<simd_backend, 65536>(float_ops::all, model, options);
}

OCTET_HOST_INLINE result<arena_need> device_arena_size(const graph& model) {
  return arena_size<65536>(ops::all, model);
}

OCTET_HOST_INLINE executor::executor(std::vector<std::uint8_t> file, const simd_options& options)
    : state_(std::make_unique<state>(state{.file = std::move(file)})) {
  const result<graph> opened = graph::open(state_->file);
  const auto check = [&](const auto& outcome) {
    if (!outcome) throw convert_error(explain(outcome.error(), opened ? &*opened : nullptr));
  };
  check(opened);
  const result<arena_need> need = simd_arena_size(*opened, options);
  check(need);
  state_->arena.resize(static_cast<std::size_t>(need->total()));
  const auto loaded = load<simd_backend>(float_ops::all, state_->file, state_->arena, options);
  check(loaded);
  state_->model = *loaded;
  if (options.threads <= 1) return;
  state_->pool = std::make_unique<thread_pool>(static_cast<std::size_t>(options.threads));
  state_->pieces = state_->pool->executor();
  state_->model.use(state_->pieces);
}

OCTET_HOST_INLINE executor::executor(executor&&) noexcept = default;
OCTET_HOST_INLINE executor& executor::operator=(executor&&) noexcept = default;
OCTET_HOST_INLINE executor::~executor() = default;

OCTET_HOST_INLINE const graph& executor::model() const { return state_->graph_of(); }
OCTET_HOST_INLINE arena_need executor::need() const { return *executor_arena_size(model()); }
OCTET_HOST_INLINE void executor::reset() { state_->model.reset(); }

OCTET_HOST_INLINE std::size_t executor::sample_size() const {
  std::size_t values = 0;
  for (std::size_t i = 0; i < model().inputs().size(); ++i)
    values += model().tensor(model().inputs()[i]).shape.count();
  return values;
}

OCTET_HOST_INLINE std::size_t executor::input_bytes() const {
  return bytes_of(model(), model().inputs());
}
OCTET_HOST_INLINE std::size_t executor::output_bytes() const {
  return bytes_of(model(), model().outputs());
}

OCTET_HOST_INLINE void executor::run(std::span<const float> sample, const observer& after) {
  if (sample.size() != sample_size())
    throw convert_error("a sample has " + std::to_string(sample.size()) +
                        " values; the model takes " + std::to_string(sample_size()));
  for (std::size_t i = 0; i < model().inputs().size(); ++i) {
    const tensor_info t = model().tensor(model().inputs()[i]);
    state_->write(t, sample.first(t.shape.count()));
    sample = sample.subspan(t.shape.count());
  }
  run_nodes(state_->model, [&](std::int32_t node) {
    if (after) after(node);
  });
}

OCTET_HOST_INLINE void executor::run_bytes(std::span<const std::uint8_t> input,
                                           std::span<std::uint8_t> output, const observer& after) {
  convert::run_bytes(state_->model, input, output, [&](std::int32_t node) {
    if (after) after(node);
  });
}

OCTET_HOST_INLINE std::span<const float> executor::output(std::size_t i) {
  return read(model().outputs()[i]);
}

OCTET_HOST_INLINE void executor::write(std::int32_t tensor, std::span<const float> values) {
  state_->write(model().tensor(tensor), values);
}

OCTET_HOST_INLINE std::span<const float> executor::read(std::int32_t tensor) {
  const tensor_info t = model().tensor(tensor);
  std::vector<float>& reals = state_->reals;
  reals.resize(t.shape.count());
  state::with_elements(t, [&]<class T>(T*, affine params) {
    const elements<const T> in = state_->model.template read<T>(tensor);
    if constexpr (std::is_same_v<T, float>) {
      std::copy_n(in.data(), reals.size(), reals.begin());
    } else if constexpr (octet::detail::SimdCode<T>) {
      kernels_of<simd_real_kernels>(best_target())
          .dequantize(state::reals_of<T>(in.data(), reals.data(), reals.size(), params));
    } else {
      for (std::size_t i = 0; i < reals.size(); ++i) reals[i] = dequantize<T>(params, in[i]);
    }
  });
  return reals;
}

}  // namespace octet::convert

// The unit of OCTET_HOST_COMPILED is one for both: most kernels are the same.
#if defined(OCTET_HOST_COMPILED)
#include "octet/convert/contract_executor_impl.hpp"
#endif
