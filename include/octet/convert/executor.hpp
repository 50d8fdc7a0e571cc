// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Runs a model on the host, float or quantized, with real values or bytes in and out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "octet/model/entry_signature.hpp"
#include "octet/model/graph.hpp"
#include "octet/model/plan.hpp"
#include "octet/model/simd/options.hpp"

// Every operator's kernel takes half a minute to compile. A project with many units defines
// OCTET_HOST_COMPILED for all of them and includes executor_impl.hpp in one.
#if defined(OCTET_HOST_COMPILED)
#define OCTET_HOST_INLINE
#else
#define OCTET_HOST_INLINE inline
#endif

namespace octet::convert {

/// What a model needs in the arena with the scalar backend and the operators that executor has.
///
/// errors   as octet::arena_size
result<arena_need> executor_arena_size(const graph& model);

/// The same with the SIMD backend: what an executor takes for itself.
result<arena_need> simd_arena_size(const graph& model, const simd_options& options = {});

/// The same with the operators of the device, octet::ops::all: what static_model can run.
result<arena_need> device_arena_size(const graph& model);

/// One kernel of executor: an operator for the tensor types that it says.
struct executor_kernel {
  builtin code;
  entry_signature types;
  bool (*accepts)(const graph&, const octet::node&);
};

/// Every kernel of executor; the first that accepts a node runs it.
std::span<const executor_kernel> executor_kernels();

/// A model with the memory that it needs, on the SIMD backend. Operators on quantized tensors are
/// those of the device or have their codes, so what they compute here is what they compute there.
class executor {
 public:
  /// Called with a node when its outputs are there and can still be read.
  using observer = std::function<void(std::int32_t node)>;

  /// file     the bytes of a .tflite model
  /// options  with threads above 1, so many run the model's larger layers
  /// errors   convert_error: the model cannot be loaded
  explicit executor(std::vector<std::uint8_t> file, const simd_options& options = {});
  executor(executor&&) noexcept;
  executor& operator=(executor&&) noexcept;
  ~executor();

  const graph& model() const;
  /// What the model needs in the arena of a device: executor_arena_size.
  arena_need need() const;

  /// Values of a sample: of all inputs together.
  std::size_t sample_size() const;
  /// Bytes of all inputs and of all outputs together, in the model's own types.
  std::size_t input_bytes() const;
  std::size_t output_bytes() const;

  /// Runs one sample: the real values of the inputs, one input after another.
  ///
  /// errors   convert_error: a sample of another size, or a node that fails
  void run(std::span<const float> sample, const observer& after = {});

  /// Runs one sample in the model's own types: the bytes of every input in order give those of
  /// every output in order.
  ///
  /// errors   convert_error: bytes of another size, or a node that fails
  void run_bytes(std::span<const std::uint8_t> input, std::span<std::uint8_t> output,
                 const observer& after = {});

  /// Forgets the state of LSTM, SVDF and their like.
  void reset();

  /// The real values of an output of the model, after a run. Valid until the next call.
  std::span<const float> output(std::size_t i);

  /// The real values of a tensor that was just computed. Valid until the next call.
  ///
  /// errors   convert_error: its type has no real values
  std::span<const float> read(std::int32_t tensor);

  /// Replaces the real values of a tensor that was just computed, before another node reads it: as
  /// many as it has, rounded to its codes.
  ///
  /// errors   convert_error: its type has no real values
  void write(std::int32_t tensor, std::span<const float> values);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace octet::convert

#if !defined(OCTET_HOST_COMPILED)
#include "octet/convert/executor_impl.hpp"
#endif
