// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Loads a .tflite model into the caller's arena and runs it, without the heap.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

#include "octet/core/arena.hpp"
#include "octet/core/result.hpp"
#include "octet/kernels/backend/backend.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/piece_executor.hpp"
#include "octet/model/context.hpp"
#include "octet/model/graph.hpp"
#include "octet/model/plan.hpp"

namespace octet {

/// A model that is ready to run. It refers to the file and the arena, which must outlive it and
/// stay in place; copies share them.
template <class Ops, KernelBackend Backend>
class interpreter {
  using entries = entries_on<Ops, Backend>;

 public:
  constexpr interpreter() = default;

  /// See octet::load. `encoder` is of plan_in_arena, for backends that change their contract.
  template <class EncoderOf = const factor_encoder& (*)(std::int32_t)>
  [[gnu::cold]] static constexpr result<interpreter> load(
      flatbuffer::bytes file, std::span<std::uint8_t> memory,
      EncoderOf encoder = same_encoder<Backend::rounding_contract>) {
    interpreter m;
    const result<graph> opened = graph::open(file);
    if (!opened) return opened.error();
    m.graph_ = *opened;
    if (error e = detail::check_alignment(m.graph_, memory)) return e;
    result<plan> planned = plan_in_arena<entries>(m.graph_, memory, encoder);
    if (!planned) return planned.error();
    m.plan_ = *planned;
    m.context_ = {file.data(), memory.data(), memory.data() + m.plan_.prepared_bytes,
                  m.plan_.places, m.graph_.tensor_count()};
    m.reset();
    return m;
  }

  /// Runs every node once. Inputs may be overwritten: set them before every run.
  constexpr errc run() const {
    return run([](std::int32_t) {});
  }

  /// The same, calling `after(node)` when a node's outputs are there and nothing has reused them
  /// yet.
  template <class Observer>
  constexpr errc run(Observer&& after) const {
    for (std::int32_t i = 0; i < graph_.node_count(); ++i) {
      const op_record record = plan_.records[static_cast<std::size_t>(i)];
      if (errc e = table_[record.entry](context_, record.data); e != errc::ok) return e;
      after(i);
    }
    return errc::ok;
  }

  /// Lets e run the pieces of kernels that can be cut, where load was told of threads
  /// (simd_options); e has to outlive the model. Outputs stay the same, bit for bit.
  constexpr void use(const piece_executor& e) { context_.use(e); }

  /// Brings variable tensors (the state of LSTM, SVDF ...) back to zero.
  constexpr void reset() const {
    for (std::int32_t i = 0; i < graph_.tensor_count(); ++i) {
      const tensor_info t = graph_.tensor(i);
      if (!t.is_variable || t.is_constant()) continue;
      const std::uint8_t zero = byte_of_zero(t);
      const elements<std::uint8_t> bytes = context_.template write<std::uint8_t>(i);
      for (std::size_t b = t.bytes(); b-- > 0;) bytes.store(b, zero);
    }
  }

  constexpr std::size_t input_count() const { return graph_.inputs().size(); }
  constexpr std::size_t output_count() const { return graph_.outputs().size(); }

  /// Elements of input `i`; empty where there is none or its type is not T.
  template <class T>
  std::span<T> input(std::size_t i) const {
    const tensor_info t = graph_.tensor(i < input_count() ? graph_.inputs()[i] : no_tensor);
    if (t.index == no_tensor || t.type != type_of<T>) return {};
    return {context_.template write<T>(t.index).data(), t.shape.count()};
  }

  /// Elements of output `i`; empty where there is none or its type is not T. Valid until the next
  /// run.
  template <class T>
  std::span<const T> output(std::size_t i) const {
    const tensor_info t = graph_.tensor(i < output_count() ? graph_.outputs()[i] : no_tensor);
    if (t.index == no_tensor || t.type != type_of<T>) return {};
    return {context_.template read<T>(t.index).data(), t.shape.count()};
  }

  /// Elements of any tensor by index: for constant evaluation, and for observers while they live.
  template <class T>
  constexpr elements<const T> read(std::int32_t tensor) const {
    return context_.template read<T>(tensor);
  }
  template <class T>
  constexpr elements<T> write(std::int32_t tensor) const {
    return context_.template write<T>(tensor);
  }

  constexpr const graph& model() const { return graph_; }
  /// What the arena holds, and how large it must be.
  constexpr arena_need need() const { return plan_.need(); }

 private:
  static constexpr auto table_ =
      entries::template run_table<typename backend_entries<Backend>::words>();

  graph graph_{};
  plan plan_{};
  run_context context_{};
};

/// Checks and plans a model.
///
/// ops      the operators that may occur; others are not linked. octet::ops::all has them all
/// file     the .tflite bytes, 16-byte aligned; kept, not copied
/// memory   the arena, aligned to arena_alignment; octet::arena_size says how large
/// Backend  runs the kernels, by the rules of its contract: basic_scalar<contract::...>, or on
///          larger machines the simd_backend of model/simd.hpp
/// errors   every errc that is about a file, a tensor, an operator or the arena, with the operator
///          and tensor it is about
template <KernelBackend Backend = scalar, class Ops>
[[gnu::cold]] constexpr result<interpreter<Ops, Backend>> load(Ops, flatbuffer::bytes file,
                                                               std::span<std::uint8_t> memory) {
  return interpreter<Ops, Backend>::load(file, memory);
}

}  // namespace octet
